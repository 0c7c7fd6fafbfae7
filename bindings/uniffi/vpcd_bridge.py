"""Lays the card that card_server lends on the virtual reader of vsmartcard: vpcd_bridge.py CARD_PORT."""

import socket
import sys
import time

# What a contactless reader makes up for a card whose historical bytes announce extended length (PC/SC part 3).
ATR = bytes.fromhex("3B8580018073000040B7")


def take(connection, count):
    data = b""
    while len(data) < count:
        # The reader waits for an acknowledgement between length and message, which systems hold back for 40 ms.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = connection.recv(count - len(data))
        if not part:
            sys.exit()
        data += part
    return data


def reader():
    for _ in range(50):
        try:
            return socket.create_connection(("127.0.0.1", 35963))
        except ConnectionRefusedError:
            time.sleep(0.1)
    sys.exit("no virtual reader")


def card():
    return socket.create_connection(("127.0.0.1", int(sys.argv[1])))


vpcd, lent = reader(), card()
while True:
    message = take(vpcd, int.from_bytes(take(vpcd, 2), "big"))
    if len(message) == 1 and message[0] in (0, 1, 2):  # power off, power on, reset: the card forgets
        lent.close()
        lent = card()
        continue
    if message == b"\x04":
        answer = ATR
    else:
        lent.sendall(len(message).to_bytes(4, "big") + message)
        answer = take(lent, int.from_bytes(take(lent, 4), "big"))
    vpcd.sendall(len(answer).to_bytes(2, "big") + answer)
