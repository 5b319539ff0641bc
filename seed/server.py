"""The server process, or the processes that share its port."""

import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from models.settings import settings, variable
from seed.logs import configuration


class Workers(Multiprocess):
    """Processes that share a port; it is closed when the last of them takes no more connections."""

    def terminate_all(self) -> None:
        """Tell all to stop.

        While their parent had the port open too, clients would be let in whom nobody serves.
        """
        super().terminate_all()
        for listening in self.sockets:
            listening.close()


def run() -> None:
    """Serve the API until it is told to stop."""
    config = uvicorn.Config(
        "api.traced:app" if traced() else "api.main:app",
        host=settings().host,
        port=settings().port,
        workers=settings().workers,
        log_level=settings().log_level,
        server_header=False,
        # The app has its own, in `api/audit.py`.
        access_log=False,
        log_config=configuration(),
        http="api.protocol:Protocol",
        loop="api.loop:Loop",
        # Longer than clients and proxies keep a connection: whoever closes it, must know that nothing is under way.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=settings().stop,
        ws="none",
        # On a busy machine a process takes longer to start than the five seconds after which it would be killed.
        timeout_worker_healthcheck=60,
        # Who asks is what a trusted proxy says; what nobody trusted has written is not believed.
        proxy_headers=bool(settings().trusted_proxies),
        forwarded_allow_ips=settings().trusted_proxies,
    )
    if config.workers > 1:
        with TemporaryDirectory(prefix="entente-metrics-") as folder:
            os.environ[variable("metrics_folder")] = settings().metrics_folder or folder
            Workers(config, [config.bind_socket()]).run()
    else:
        _alone(uvicorn.Server(config))


def traced() -> bool:
    """Tell whether the environment asks for traces, in the words of OpenTelemetry.

    Raises SystemExit where the libraries for it are missing.
    """
    named = os.environ.get("OTEL_TRACES_EXPORTER", "otlp" if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") else "none")
    if named in ("", "none") or os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if find_spec("opentelemetry.sdk") is None:
        raise SystemExit("Traces need more libraries: pip install '.[otel]'")
    return True


def _alone(server: uvicorn.Server) -> None:
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)
