# One image for every service of ours; docker-compose.yml says which command each of them runs.
ARG HOSO_PYTHON_IMAGE=python:3.12-slim-bookworm
FROM ${HOSO_PYTHON_IMAGE}

RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie poppler-utils \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --user-group --create-home hoso

# bytecode is compiled here: the services may not write where the programs lie, and would compile at each start
ENV LANG=C.UTF-8 \
    UV_PYTHON_DOWNLOADS=never \
    UV_COMPILE_BYTECODE=1 \
    UV_NO_CACHE=1
WORKDIR /opt/hoso
COPY requirements.txt tools/uv.txt pins/
RUN pip install --no-cache-dir --root-user-action=ignore --require-hashes -r pins/uv.txt \
 && uv pip install --system --require-hashes -r pins/requirements.txt

COPY . .
RUN uv pip install --system --no-deps --no-build-isolation -e . \
 && python -m compileall -q . \
 && install -d -o hoso -g hoso /var/lib/hoso /inbox

USER hoso
# the last one: the networks' runtime would otherwise report to its maker that it runs here
ENV HOSO_STATE=/var/lib/hoso \
    AIRFLOW_HOME=/var/lib/hoso/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/hoso/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    OMP_THREAD_LIMIT=1 \
    ORT_DISABLE_TELEMETRY=1
CMD ["hoso", "doctor"]
