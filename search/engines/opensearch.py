"""The engine that is an OpenSearch server, of version 2 or 3."""

import logging
import ssl
from typing import Any

from opensearchpy import OpenSearch, Urllib3HttpConnection
from opensearchpy.exceptions import OpenSearchException

from search.engines.deadline import make_cuttable
from search.engines.distributed import Address, DistributedEngine

# The client would log what is asked for, and each failure a second time.
for _name in ("opensearch", "opensearchpy"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class _Connection(Urllib3HttpConnection):
    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        make_cuttable(self.pool)


class OpenSearchEngine(DistributedEngine):
    """Finds and keeps documents in an OpenSearch server."""

    name = "opensearch"
    # Its BM25 lacks the constant factor k1 + 1 that the others have.
    relevance_factor = 2.2

    def _connect(self, address: Address) -> None:
        self._client = OpenSearch(
            [{"host": address.host, "port": address.port}],
            http_auth=address.login,
            use_ssl=address.scheme == "https",
            ssl_context=ssl.create_default_context() if address.scheme == "https" else None,
            connection_class=_Connection,
            pool_maxsize=self._calls.most,
            max_retries=0,
        )

    def _send(
        self, method: str, path: str, body: str | None, content_type: str, limit: float
    ) -> Any:
        headers = {"content-type": content_type}
        try:
            return self._client.transport.perform_request(
                method, path, headers=headers, body=body, timeout=limit
            )
        except OpenSearchException as error:
            status = getattr(error, "status_code", None)
            raise self._trouble(error, status, getattr(error, "error", None)) from None
