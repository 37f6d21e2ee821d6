/**
 * A Python program that runs `mlflow server` with the arguments that follow, and ends it with all its workers once standard
 * input closes. That happens when the editor closes it, and also when the editor's process is killed: nothing stays behind.
 */
const SUPERVISOR = `
import os, signal, subprocess, sys, threading

server = subprocess.Popen([sys.executable, "-m", "mlflow", "server", *sys.argv[1:]], stdin=subprocess.DEVNULL)

if os.name != "nt":
    # A signal to the whole group ends the server; this process stays to see that nothing is left.
    signal.signal(signal.SIGTERM, lambda *_: None)

def end_all(grace):
    if os.name == "nt":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(server.pid)], capture_output=True)
        os._exit(0)
    if grace:
        os.killpg(0, signal.SIGTERM)
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            pass
    os.killpg(0, signal.SIGKILL)

def watch():
    while sys.stdin.buffer.read(4096):
        pass
    end_all(True)

threading.Thread(target=watch, daemon=True).start()
server.wait()
end_all(False)
`;

/** What a server is started with. Paths are absolute. */
export interface ServerArguments {
  readonly port: number;
  readonly store: string;
  readonly artifacts: string;
}

/** The arguments of the Python interpreter: no shell reads them. */
export function supervisedServer({ port, store, artifacts }: ServerArguments): readonly string[] {
  return [
    '-c',
    SUPERVISOR,
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--backend-store-uri', storeUri(store), '--artifacts-destination', artifacts],
    ...['--workers', '1'],
  ];
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
