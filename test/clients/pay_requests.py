# Sends the orders of its first argument, a JSON list of {url, headers, body, timeout}, in threads, as its second argument says, and
# prints what each was told as a JSON list.
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

# "plain" has none: requests does not retry.
RETRIES = {
    "Retry": Retry(total=3),
    "safe": Retry(
        total=3,
        allowed_methods=["POST"],
        status_forcelist=[409, 429, 500, 502, 503, 504],
        backoff_factor=0.1,
        raise_on_status=False,
    ),
}


def pay(order):
    with requests.Session() as session:
        if sys.argv[2] in RETRIES:
            session.mount("http://", HTTPAdapter(max_retries=RETRIES[sys.argv[2]]))
        try:
            response = session.post(
                order["url"], data=order["body"], headers=order["headers"], timeout=order["timeout"]
            )
            if not response.ok:
                return {"error": str(response.status_code)}
            return {"id": response.json()["id"]}
        except requests.RequestException as error:
            return {"error": type(error).__name__}


orders = json.loads(sys.argv[1])
with ThreadPoolExecutor(len(orders)) as pool:
    print(json.dumps(list(pool.map(pay, orders))))
