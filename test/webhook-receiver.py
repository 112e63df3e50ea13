"""Receives webhooks and verifies them, with nothing but the standard library. Prints its port, then one JSON line each."""

import hashlib
import hmac
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = sys.argv[1].encode()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        valid = hmac.compare_digest(expected, self.headers["X-TXCloud-Signature"])
        event = json.loads(body)
        print(json.dumps({"valid": valid, "type": event["type"], "name": event["data"].get("metadata")}), flush=True)
        self.send_response(204 if valid else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
