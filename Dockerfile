FROM python:3.12-slim
WORKDIR /app
RUN useradd --create-home entente && chown entente /app
COPY requirements-redis.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements-redis.txt
COPY pyproject.toml README.md LICENSE ./
COPY alembic alembic
COPY api api
COPY models models
COPY seed seed
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .
USER entente
ENV ENTENTE_HOST=0.0.0.0
EXPOSE 8000
CMD ["entente", "serve"]
