"""How the content becomes search documents, in the transaction of each change."""
