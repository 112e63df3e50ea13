"""A payment with requests whose retries never bill twice, and a check that they don't.

    npx txcloud-mock exec --fault 'lost-response attempt=1' --require-fired -- python3 pay.py
"""

import os
import sys
import uuid

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

BASE_URL = os.environ["TXCLOUD_BASE_URL"]
CONTROL_URL = BASE_URL.removesuffix("/v1") + "/_mock"


def new_session() -> requests.Session:
    # POST is not retried unless it is named: urllib3 can't know that a key makes it safe.
    retry = Retry(total=4, allowed_methods={"POST"}, status_forcelist={429, 500, 502, 503, 504}, backoff_factor=0.1)
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=retry))
    session.mount("https://", HTTPAdapter(max_retries=retry))
    session.headers["Authorization"] = f"Bearer {os.environ['TXCLOUD_API_KEY']}"
    return session


def pay(session: requests.Session, order: str, amount: int, key: str) -> dict:
    body = {"transaction_id": order, "amount": amount, "currency": "MAD", "sender": {"user_id": "user_123"}}
    for attempts_left in (2, 1, 0):
        try:
            response = session.post(
                f"{BASE_URL}/transactions/score", json=body, headers={"Idempotency-Key": key}, timeout=(3, 2)
            )
            response.raise_for_status()
            return response.json()
        except requests.exceptions.ChunkedEncodingError:
            # Retry is content once the head of an answer is here; one that was cut short is ours to ask for again.
            if attempts_left == 0:
                raise
    raise AssertionError("not reached")


def main() -> int:
    session = new_session()
    # One key a payment, made before the first attempt; every retry sends it again.
    key = f"payment_order_456_{uuid.uuid4()}"
    score = pay(session, "order_456", 1000, key)
    operation = session.get(f"{CONTROL_URL}/operations", params={"idempotency_key": key}).json()["data"][0]
    print(f"{score['decision']}: {operation['attempts']} attempts, processed {operation['processed']} time(s)")
    return 0 if operation["processed"] == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
