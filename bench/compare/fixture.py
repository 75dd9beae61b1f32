"""Results for tests, as a comparison writes them."""

STEADY = (1.0, 1.01, 0.99, 1.02, 0.98, 1.0)
EVIL = "<script>alert('&')</script>"
MACHINE = {"processor": EVIL, "processors": 2, "memory_gib": 8, "system": "Debian", "kernel": "6", "parley": "parley 1",
           "node": None, "load_at_the_start": 0}


def peer(median, failures=()):
    values = [median and median * noise for noise in STEADY]
    return {"values": values, "median": median, "generator_busy": [0.5] * 6, "failures": list(failures)}


def cell(name="100 × 20 B × 1", kind="echo", **peers):
    return {"kind": kind, "setup": "plain", "connections": 100, "payload": 20, "depth": 1, "name": name, "unit": "messages/s",
            "lower_is_better": False, "base": "parley", "peers": peers}


def results(*cells):
    return {"date": "2026-01-01", "machine": MACHINE, "grid": "quick", "rounds": 6, "milliseconds": 300,
            "about": {"parley": "ours", "ws": EVIL}, "skipped": {"beast": EVIL}, "cells": list(cells)}


LOST = {"round": 2, "kind": "errors", "why": f"3 lost: {EVIL}"}
