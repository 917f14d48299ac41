"""The engine that is an Elasticsearch server, of version 8 or 9."""

import logging
import ssl
from typing import Any

from elastic_transport import NodeConfig, TransportError, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch

from search.engines.deadline import make_cuttable
from search.engines.distributed import Address, DistributedEngine

# The client would log what is asked for, and each failure a second time.
for _name in ("elastic_transport", "elasticsearch"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class _Node(Urllib3HttpNode):
    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        make_cuttable(self.pool)


class ElasticsearchEngine(DistributedEngine):
    """Finds and keeps documents in an Elasticsearch server."""

    name = "elasticsearch"
    relevance_factor = 1.0

    def _connect(self, address: Address) -> None:
        self._client = Elasticsearch(
            [{"scheme": address.scheme, "host": address.host, "port": address.port}],
            basic_auth=address.login,
            ssl_context=ssl.create_default_context() if address.scheme == "https" else None,
            node_class=_Node,
            connections_per_node=self._calls.most,
            max_retries=0,
        )

    def _send(
        self, method: str, path: str, body: str | None, content_type: str, limit: float
    ) -> Any:
        headers = {"accept": "application/json", "content-type": content_type}
        client = self._client.options(request_timeout=limit)
        try:
            return client.perform_request(method, path, headers=headers, body=body).body
        except ApiError as error:
            raise self._trouble(error, error.status_code, error.message) from None
        except TransportError as error:
            raise self._trouble(error) from None
