"""What systemd does with a socket unit: holds a listening socket and starts one process after another on it.

hold_socket.py PROGRAM ARGUMENT...: prints the port; then, for each line of standard input, ends the process that runs, if
one does, prints its exit code, and starts the next; at the end of the input it ends the last."""
import os
import signal
import socket
import sys

held = socket.create_server(('127.0.0.1', 0), backlog=4096)
os.dup2(held.fileno(), 3)
os.set_inheritable(3, True)
print(held.getsockname()[1], flush=True)
child = 0


def end():
    if child:
        os.kill(child, signal.SIGTERM)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


for line in sys.stdin:
    end()
    child = os.fork()
    if child == 0:
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')
        os.execv(sys.argv[1], sys.argv[1:])
end()
