"""The command `hoso`: the whole system without Airflow."""
