"""A client of python-websockets that walks through the cases of a test server: websockets_client.py BASE."""

import asyncio
import logging
import sys

import websockets

logging.getLogger("websockets").addHandler(logging.NullHandler())
logging.getLogger("websockets").propagate = False

SIDE_BY_SIDE = 16



async def ask(url):
    async with websockets.connect(url) as peer:
        return await peer.recv()


async def echo(url):
    try:
        async with websockets.connect(url) as peer:
            async for message in peer:
                await peer.send(message)
    except Exception:  # whatever it fails the connection with
        pass


async def main(base):
    count = int(await ask(base + "/getCaseCount"))
    numbers = iter(range(1, count + 1))

    async def work():
        for number in numbers:
            await echo(f"{base}/runCase?case={number}&agent=peer")

    await asyncio.gather(*(work() for _ in range(SIDE_BY_SIDE)))
    try:
        await ask(base + "/updateReports?agent=peer")
    except Exception:  # whatever it fails the connection with
        pass


asyncio.run(main(sys.argv[1]))
