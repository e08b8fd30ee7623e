"""The signature that storage with the interface of S3 asks for: version 4, of questions without a body.

Our own few lines and not a client library: those resolve names themselves, and then the address that was checked need not be the one that is asked.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

EMPTY = hashlib.sha256(b"").hexdigest()
SERVICE = "s3"


def signed(method: str, url: str, now: datetime, *, region: str, key: str, secret: str, headers: Mapping[str, str] | None = None) -> dict[str, str]:
    """The headers that prove who asks. Path and parameters of the address must be escaped already, with `%20` for a blank.

    Args:
        method: Of the question.
        url: The whole address.
        now: The time, in UTC.
        region: Where the bucket is.
        key: The id of the access key.
        secret: The access key.
        headers: More that the signature covers.
    """
    parts, moment = urlsplit(url), f"{now:%Y%m%dT%H%M%SZ}"
    own = {"x-amz-content-sha256": EMPTY, "x-amz-date": moment}
    covered = dict(sorted({**own, "host": parts.netloc, **{name.lower(): value for name, value in (headers or {}).items()}}.items()))
    names = ";".join(covered)
    query = "&".join(sorted(part if "=" in part else f"{part}=" for part in parts.query.split("&") if part))
    question = "\n".join([method, parts.path or "/", query, *(f"{name}:{value}" for name, value in covered.items()), "", names, EMPTY])
    scope = f"{now:%Y%m%d}/{region}/{SERVICE}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(question.encode()).hexdigest()])
    proof = f"AWS4{secret}".encode()
    for step in (*scope.split("/"), text):
        proof = hmac.digest(proof, step.encode(), "sha256")
    return {**own, "Authorization": f"AWS4-HMAC-SHA256 Credential={key}/{scope},SignedHeaders={names},Signature={proof.hex()}"}
