"""A WebSocket server with a weakness: frail_server.py PORT WEAKNESS

It echoes short messages of ASCII. crash: a frame with RSV2 set ends the process. deaf: after one with opcode 0xB nobody
is answered any more.
"""
import base64
import hashlib
import os
import socket
import sys
import threading

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
weakness = sys.argv[2]
deaf = threading.Event()


def take(peer, count):
    data = b""
    while len(data) < count:
        more = peer.recv(min(count - len(data), 65536))
        if not more:
            raise EOFError
        data += more
    return data


def answer(peer):
    head = b""
    while b"\r\n\r\n" not in head:
        head += take(peer, 1)
    keys = [line[18:].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key:")]
    if deaf.is_set():
        threading.Event().wait()
    if len(keys) != 1 or not head.startswith(b"GET "):
        peer.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        raise EOFError
    accept = base64.b64encode(hashlib.sha1(keys[0] + GUID).digest())
    peer.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")


def serve_frame(peer):
    first, second = take(peer, 2)
    if weakness == "crash" and first & 0x20:
        os._exit(3)
    if weakness == "deaf" and first & 0x0F == 0x0B:
        deaf.set()
    length = second & 0x7F
    if length > 125:
        length = int.from_bytes(take(peer, 2 if length == 126 else 8), "big")
    key = take(peer, 4) if second & 0x80 else bytes(4)
    if length > 1 << 20:
        raise EOFError
    payload = bytes(byte ^ key[i % 4] for i, byte in enumerate(take(peer, length)))
    if first in (0x81, 0x82) and length < 126 and payload.isascii():
        peer.sendall(bytes([first, length]) + payload)
    if first == 0x88:
        peer.sendall(b"\x88\x00")
        raise EOFError
    if first == 0x89 and length < 126:
        peer.sendall(bytes([0x8A, length]) + payload)


def serve(peer):
    with peer:
        try:
            answer(peer)
            while True:
                serve_frame(peer)
        except (EOFError, OSError):
            pass


with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=128) as listener:
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
