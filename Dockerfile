# One image for every service of Hoso; docker-compose.yml says which command each runs.
FROM python:3.12-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie poppler-utils \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --create-home hoso

WORKDIR /opt/hoso
COPY requirements.txt tools/uv.txt ./pins/
RUN pip install --no-cache-dir --require-hashes -r pins/uv.txt \
 && UV_COMPILE_BYTECODE=1 uv pip install --system --no-cache --require-hashes -r pins/requirements.txt

COPY . .
RUN uv pip install --system --no-cache --no-deps --no-build-isolation -e . \
 && mkdir -p /var/lib/hoso /inbox && chown hoso /var/lib/hoso /inbox

USER hoso
ENV HOSO_STATE=/var/lib/hoso \
    AIRFLOW_HOME=/var/lib/hoso/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/hoso/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    OMP_THREAD_LIMIT=1
CMD ["hoso", "doctor"]
