"""The import of the open data of the Gers.

`files` become typed `rows`; these are merged (`merge`) with what was corrected by hand, and
`load` writes all in one transaction.
"""
