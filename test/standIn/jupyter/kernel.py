"""One real Jupyter kernel, driven by lines of JSON: requests on stdin, what comes back on stdout."""

import json
import queue
import sys

from jupyter_client.manager import KernelManager


def say(**line):
    print(json.dumps(line), flush=True)


def execute(client, request):
    content = {
        "code": request["code"],
        "silent": False,
        "store_history": request["store_history"],
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": True,
    }
    message = client.session.msg("execute_request", content, metadata=request.get("metadata"))
    client.shell_channel.send(message)
    forward_outputs(client, message["header"]["msg_id"], request["id"])
    reply = reply_to(client, message["header"]["msg_id"])
    say(id=request["id"], done={"status": reply["status"], "execution_count": reply.get("execution_count")})


def forward_outputs(client, message_id, request_id):
    while True:
        message = client.get_iopub_msg(timeout=300)
        if message["parent_header"].get("msg_id") != message_id:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            return
        if kind in ("stream", "display_data", "update_display_data", "execute_result", "error"):
            say(id=request_id, output={"type": kind, **content})


def reply_to(client, message_id):
    while True:
        reply = client.get_shell_msg(timeout=60)
        if reply["parent_header"].get("msg_id") == message_id:
            return reply["content"]


def main():
    manager = KernelManager()
    manager.start_kernel(cwd=sys.argv[1])
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    say(ready=True)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            if request.get("restart"):
                manager.restart_kernel(now=True)
                client.wait_for_ready(timeout=60)
                say(id=request["id"], done={"status": "ok", "execution_count": None})
            else:
                execute(client, request)
    except queue.Empty:
        say(failed="The kernel did not answer")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main()
