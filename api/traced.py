"""The app that `entente serve` runs where traces are wanted."""

from api.main import app as plain
from api.tracing import Traced, provided

app = Traced(plain, provided())
