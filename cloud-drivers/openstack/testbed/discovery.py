"""Stands in for the public etcd discovery service, which Magnum asks for a URL per cluster:
/new?size=N gives a URL, URL/_config/size gives N back."""
import json
import re
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = ('127.0.0.1', 8087)
sizes = {}


class Discovery(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = re.match(r'/new\?size=(\d+)', self.path)
        self.answer(self.new(asked.group(1)) if asked else self.size(self.path.split('/')[1]))

    def new(self, size):
        token = uuid.uuid4().hex
        sizes[token] = size
        return 'http://%s:%d/%s' % (ADDRESS + (token,))

    def size(self, token):
        return json.dumps({'action': 'get', 'node': {
            'key': '/_etcd/registry/%s/_config/size' % token, 'value': sizes.get(token, '1')}})

    def answer(self, text):
        self.send_response(200)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer(ADDRESS, Discovery).serve_forever()
