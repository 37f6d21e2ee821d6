/**
 * A Python program that runs a module as a server, and ends it with all its workers once standard input closes. That happens
 * when the editor closes it, and also when the editor's process is killed: nothing stays behind.
 *
 * A word before the end of the input says that the server is to end at once. Its arguments: seconds of grace, a file, seconds for an orderly end, the module and its arguments. With grace, a server whose
 * input has closed stays while someone keeps touching the file: so a window that is loaded again finds it. Changes of the
 * file are counted, not its age, so that a computer's sleep is no silence.
 */
const SUPERVISOR = `
import os, signal, subprocess, sys, threading, time

grace, lease, patience = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
server = subprocess.Popen(
    [sys.executable, "-m", *sys.argv[4:]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
)

if os.name != "nt":
    # A signal to the whole group ends the server; this process stays to see that nothing is left.
    signal.signal(signal.SIGTERM, lambda *_: None)

def end_all(orderly):
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(server.pid)], capture_output=True)
        os._exit(0)
    if orderly:
        os.killpg(0, signal.SIGTERM)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    os.killpg(0, signal.SIGKILL)

def touched():
    try:
        return os.stat(lease).st_mtime_ns
    except OSError:
        return None

def outlast():
    last, silent = touched(), 0
    while silent < grace:
        time.sleep(1)
        now = touched()
        silent = 0 if now != last else silent + 1
        last = now

def watch():
    told = False
    while sys.stdin.buffer.read1(4096):
        told = True
    if grace > 0 and not told:
        outlast()
    end_all(True)

def relay():
    reader = True
    for line in server.stdout:
        try:
            if reader:
                sys.stdout.buffer.write(line)
                sys.stdout.buffer.flush()
        except OSError:
            # The window that read it is gone: the server's words must still be taken.
            reader = False

threading.Thread(target=watch, daemon=True).start()
relaying = threading.Thread(target=relay, daemon=True)
relaying.start()
server.wait()
relaying.join(1)
end_all(False)
`;

/** How a server outlives the window that started it. */
export interface Lease {
  /** Touched by the window that uses the server. */
  readonly file: string;
  /** Seconds without a touch until the server ends. */
  readonly graceSeconds: number;
}

/** A module that serves, and how long its end may take. */
export interface SupervisedModule {
  readonly args: readonly string[];
  readonly patienceSeconds: number;
  readonly lease?: Lease;
}

/** The arguments of the Python interpreter: no shell reads them. The module's name is the first of `args`. */
export function supervised({ args, patienceSeconds, lease }: SupervisedModule): readonly string[] {
  return ['-c', SUPERVISOR, String(lease?.graceSeconds ?? 0), lease?.file ?? '', String(patienceSeconds), ...args];
}

/** What a server is started with. Paths are absolute. */
export interface ServerArguments {
  readonly port: number;
  readonly store: string;
  readonly artifacts: string;
}

/** The arguments of the Python interpreter: no shell reads them. */
export function supervisedServer({ port, store, artifacts }: ServerArguments): readonly string[] {
  const args = [
    ...['mlflow', 'server', '--host', '127.0.0.1', '--port', String(port)],
    ...['--backend-store-uri', storeUri(store), '--artifacts-destination', artifacts],
    ...['--workers', '1'],
  ];
  return supervised({ args, patienceSeconds: 5 });
}

/** A path as SQLAlchemy writes it: `sqlite:////home/me/mlflow.db`, `sqlite:///C:/data/mlflow.db`. */
function storeUri(path: string): string {
  return `sqlite:///${path.replace(/\\/gu, '/')}`;
}

// What the server's own environment may not decide: its store, its address, its checks. Access to object stores may.
const KEPT = /^MLFLOW_(S3|GCS|BOTO)_/u;

/** The environment of the server: the person's, without MLflow's own variables. */
export function serverEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('MLFLOW_') || KEPT.test(name));
  return {
    ...Object.fromEntries(kept),
    PYTHONUNBUFFERED: '1',
    // A module of the workspace must not stand in for one of the server's.
    PYTHONSAFEPATH: '1',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    // The job runner starts eight processes that the editor has no use for.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
  };
}
