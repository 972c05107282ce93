"""What a visitor may send, and what the app gives to nobody."""

import http.client
import json
import re
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import websocket

PROOF = "visitor-was-here"


def answer_to(app: Any, address: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Ask for this address exactly as it is written: a browser or urllib would tidy the dots away."""
    connection = http.client.HTTPConnection(urlsplit(app.url).netloc, timeout=30)
    connection.request(method, address, headers=headers)
    response = connection.getresponse()
    try:
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.fixture(scope="module")
def kernel(app: Any) -> Any:
    """A visitor's own websocket to their own kernel."""
    with urlopen(app.url) as page:
        kernel_id = re.findall(r'"kernelId": "([^"]+)"', page.read().decode())[0]
    socket = websocket.create_connection(
        f"ws://{urlsplit(app.url).netloc}/api/kernels/{kernel_id}/channels", timeout=20
    )
    yield socket
    socket.close()


def send(kernel: Any, kind: str, content: dict[str, Any], channel: str) -> str:
    message_id = uuid.uuid4().hex
    header = {"msg_id": message_id, "msg_type": kind, "username": "", "session": "s", "date": "", "version": "5.3"}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
    kernel.send(json.dumps({**message, "buffers": []}))
    return message_id


def parents_until_answered(kernel: Any, message_id: str) -> set[str]:
    """Return the ids of all messages that were answered before and with this one."""
    answered: set[str] = set()
    while True:
        message = json.loads(kernel.recv())
        answered.add(message["parent_header"].get("msg_id", ""))
        if message["parent_header"].get("msg_id") == message_id and message["msg_type"].endswith("_reply"):
            return answered


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("execute_request", {"code": "open('PROOF', 'w')", "silent": False, "allow_stdin": False}),
        ("execute_request", {"code": "", "user_expressions": {"x": "open('PROOF', 'w')"}}),
        ("complete_request", {"code": "open('PROOF', 'w').", "cursor_pos": 18}),
        ("inspect_request", {"code": "open", "cursor_pos": 4, "detail_level": 1}),
        ("history_request", {"hist_access_type": "tail", "n": 10, "output": True, "raw": True}),
        ("is_complete_request", {"code": "1"}),
        ("debug_request", {"type": "request", "seq": 1, "command": "initialize", "arguments": {}}),
        ("create_subshell_request", {}),
        ("interrupt_request", {}),
        ("input_reply", {"value": "open('PROOF', 'w')"}),
    ],
)
def test_visitor_cannot_run_or_read_code(
    kernel: Any, kind: str, content: dict[str, Any], channel: str, tmp_path: Path
) -> None:
    proof = tmp_path / PROOF
    content = json.loads(json.dumps(content).replace("PROOF", str(proof)))
    refused = send(kernel, kind, content, channel)
    allowed = send(kernel, "kernel_info_request", {}, "shell")
    assert refused not in parents_until_answered(kernel, allowed)
    assert not proof.exists()


def test_comm_target_that_does_not_exist_runs_nothing(kernel: Any) -> None:
    send(kernel, "comm_open", {"comm_id": "c", "target_name": "os.system", "data": {"state": {}}}, "shell")
    allowed = send(kernel, "comm_info_request", {}, "shell")
    parents_until_answered(kernel, allowed)


@pytest.mark.parametrize(
    "address",
    [
        "/voila/files/private.png",
        "/voila/files/workbook.ipynb",
        "/voila/files/../workbook.ipynb",
        "/private.png",
        "/workbook.ipynb",
        "/voila/tree",
        "/voila/render/workbook.ipynb",
        "/voila/api/contents",
        "/api/contents/workbook.ipynb",
        "/api/kernels",
        "/api/sessions",
        "/voila/static/../../../../etc/passwd",
        "/voila/templates/premortem/static/%2e%2e/index.html.j2",
        "/premortem/assets/VERSION/static/../index.html.j2",
        "/premortem/assets/VERSION/static/%2e%2e/index.html.j2",
        "/premortem/assets/VERSION/static//etc/passwd",
        "/premortem/assets/VERSION/%2fetc%2fpasswd",
        "/premortem/vega-../../settings.py",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/voila/query/00000000-0000-0000-0000-000000000000",
        "/voila/execution/00000000-0000-0000-0000-000000000000",
    ],
)
def test_nothing_but_the_page_is_given_out(app: Any, address: str) -> None:
    version = re.findall(r"/premortem/assets/(\w+)/", answer_to(app, "/")[1])[0]
    status, text = answer_to(app, address.replace("VERSION", version))
    if status in (301, 302):
        status, text = answer_to(app, "/voila/files" + address)
    assert status in (400, 403, 404)
    for inside in ("private", "secret_of_the_source", "root:", "{%", "Traceback", "Jupyter"):
        assert inside not in text


def test_markup_in_the_theme_stays_inert(app: Any) -> None:
    status, text = answer_to(app, "/?theme=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert status == 200
    assert "alert(1)" not in text


def test_template_that_does_not_exist_is_answered_with_the_page(app: Any) -> None:
    status, text = answer_to(app, "/?template=nosuch")
    assert (status, "widget-view+json" in text) == (200, True)


def test_page_that_is_left_keeps_its_kernel_for_the_case_that_it_was_only_a_mail_link(app: Any) -> None:
    kernel_id = re.findall(r'"kernelId": "([^"]+)"', answer_to(app, "/")[1])[0]
    assert answer_to(app, f"/voila/api/shutdown/{kernel_id}", "POST")[0] == 204
    assert answer_to(app, f"/api/kernels/{kernel_id}")[0] == 200
    assert answer_to(app, f"/api/kernels/{kernel_id}", "DELETE")[0] == 403


def test_page_of_another_site_cannot_open_the_kernels_websocket(app: Any) -> None:
    kernel_id = re.findall(r'"kernelId": "([^"]+)"', answer_to(app, "/")[1])[0]
    address = f"ws://{urlsplit(app.url).netloc}/api/kernels/{kernel_id}/channels"
    with pytest.raises(websocket.WebSocketBadStatusException):
        websocket.create_connection(address, origin="http://elsewhere.example", timeout=20)
