"""Imports over HTTP: a file is uploaded, a job imports it, and tells what became of every line."""

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from inspect import iscoroutinefunction
from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, Field
from starlette.concurrency import run_in_threadpool

from api.caching import dataset
from api.jobs import start
from api.keys import caller, used
from api.operators import Flag
from api.pagination import Key, decode, digest, encode, position
from api.problems import Problem, ProblemError, invalid
from api.query import PageQuery, Query
from api.route import Handle, parse
from api.router import enveloped
from api.routes.import_schemas import ImportJob, ImportPage
from api.uploads import MEDIA_TYPES, Upload, media_type, take
from models.api_key import KeyScope
from models.database import noting, reading
from models.import_job import JobStatus
from models.locks import Hold, hold
from models.settings import settings
from seed.importers import FORMATS, world_bank
from seed.importing import reason_for
from seed.jobs import begin, bury, give_up, known, lock_of, read, table
from seed.options import DRY_RUN, WORDS, Options, Said, unfit
from seed.unzip import ZIP
