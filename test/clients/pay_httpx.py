# Sends the orders of its first argument, a JSON list of {url, headers, body, timeout}, in threads, as its second argument says, and
# prints what each was told as a JSON list.
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

RETRIED = [409, 429, 500, 502, 503, 504]


def post(client, order):
    response = client.post(order["url"], content=order["body"], headers=order["headers"])
    response.raise_for_status()
    return response.json()


def post_safely(client, order, attempts=3):
    for attempt in range(attempts):
        wait = 0.1 * 2**attempt
        try:
            return post(client, order)
        except httpx.HTTPStatusError as error:
            if error.response.status_code not in RETRIED or attempt == attempts - 1:
                raise
            wait = max(wait, float(error.response.headers.get("Retry-After", 0)))
        except (httpx.TransportError, ValueError):
            if attempt == attempts - 1:
                raise
        time.sleep(wait)


def pay(order):
    # The transport's retries are for connections that could not be made.
    transport = httpx.HTTPTransport(retries=3 if sys.argv[2] == "transport" else 0)
    with httpx.Client(transport=transport, timeout=order["timeout"]) as client:
        try:
            send = post_safely if sys.argv[2] == "safe" else post
            return {"id": send(client, order)["id"]}
        except httpx.HTTPStatusError as error:
            return {"error": str(error.response.status_code)}
        except (httpx.TransportError, ValueError) as error:
            return {"error": type(error).__name__}


orders = json.loads(sys.argv[1])
with ThreadPoolExecutor(len(orders)) as pool:
    print(json.dumps(list(pool.map(pay, orders))))
