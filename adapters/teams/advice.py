"""What an administrator can do when Microsoft does not sign the bot in, by what went wrong. Holds no secret."""

from __future__ import annotations

import re

import requests

NUMBERED = {
    "7000215": "The client secret is wrong. TEAMS_APP_PASSWORD is the secret's Value, which is shown once when it is "
    "made under Certificates & secrets, not its Secret ID.",
    "7000222": "The client secret has expired. Make a new one under Certificates & secrets, for TEAMS_APP_PASSWORD.",
    "700016": "The tenant has no such app. TEAMS_APP_ID is the Application (client) ID, not the Object ID.",
    "90002": "There is no such tenant. TEAMS_APP_TENANT is the Directory (tenant) ID of the app registration.",
    "900023": "There is no such tenant. TEAMS_APP_TENANT is the Directory (tenant) ID of the app registration.",
    "700027": "The app does not know the certificate {thumbprint}, or it has expired. Upload the certificate, without "
    "its private key, under Certificates & secrets.",
    "700024": "This machine's clock is wrong: Microsoft finds the sign-in too early or too late.",
    "7000112": "The app is switched off in the tenant. An administrator can enable it under Enterprise applications.",
}
"""What to do, by the number that Microsoft gives its answer (AADSTS…)."""
UNKNOWN = "Microsoft refuses the sign-in. https://login.microsoftonline.com/error?code={code} tells why."
SILENT = "Microsoft refuses the sign-in and does not tell why. Look at TEAMS_APP_ID, TEAMS_APP_TENANT and the secret."
INSPECTED = (
    "{host} shows a certificate that is not trusted here. If what leaves this network is looked into on the way, "
    "name the file with the certificate of whoever does that in REQUESTS_CA_BUNDLE."
)
UNREACHED = "{host} cannot be reached, or has a fault of its own ({kind})."
STRANGE = "{host} does not answer as Microsoft does ({kind}). Something else may answer in its place."

NO_IDENTITY = (
    "No managed identity answers here ({kind}). There is one only on a machine in Azure; elsewhere TEAMS_APP_TYPE is "
    "SingleTenant, with TEAMS_APP_PASSWORD or TEAMS_APP_CERTIFICATE."
)
NOT_ASSIGNED = "This machine in Azure gives no token for the identity that TEAMS_APP_ID names ({kind}). Assign it here."

_NUMBER = re.compile(r"AADSTS(\d{1,12})")


def advice(error: Exception, host: str, thumbprint: str = "") -> str:
    """What to do when signing in at `host` ended in an error. Of Microsoft's own words only the number is told."""
    number = _NUMBER.search(f"{error} {error.__context__}")  # msal keeps what it was told behind what it raises
    if number:
        unknown = UNKNOWN.format(code=number[1])
        return NUMBERED.get(number[1], unknown).format(thumbprint=thumbprint)
    kind = type(error).__name__
    if isinstance(error, PermissionError):
        return SILENT
    if isinstance(error, requests.exceptions.SSLError):
        return INSPECTED.format(host=host)
    if isinstance(error, LookupError | ValueError | TypeError | AttributeError):
        return STRANGE.format(host=host, kind=kind)
    return UNREACHED.format(host=host, kind=kind)


def advice_for_identity(error: Exception) -> str:
    """The same for a managed identity, which is asked within the machine."""
    return (NO_IDENTITY if isinstance(error, OSError) else NOT_ASSIGNED).format(kind=type(error).__name__)
