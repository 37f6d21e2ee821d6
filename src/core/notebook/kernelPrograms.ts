/**
 * The Python programs that the editor runs in notebook kernels. They are constant texts: what differs from kernel to kernel
 * reaches them as data, see {@link pythonCall}. Python 3.9 and later.
 */

/** Makes `runlens` importable, and attaches it. Settings: `SetupSettings` of kernelSetup.ts. */
export const SETUP_PROGRAM = `
import atexit
import importlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile

# A folder named runlens in the notebook's directory is found too, as a package without an origin.
def installed():
    spec = None if "runlens" in sys.modules else importlib.util.find_spec("runlens")
    return "runlens" in sys.modules or (spec is not None and spec.origin is not None)

def unpacked(sources):
    directory = tempfile.mkdtemp(prefix="runlens-")
    atexit.register(shutil.rmtree, directory, True)
    for path, text in sources.items():
        file = os.path.join(directory, *path.split("/"))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as target:
            target.write(text)
    return directory

def make_importable():
    path = settings["package_path"]
    if installed():
        return
    if path and os.path.isfile(os.path.join(path, "runlens", "__init__.py")):
        sys.path.append(path)
    elif settings["package_sources"]:
        sys.path.append(unpacked(settings["package_sources"]))
    importlib.invalidate_caches()

make_importable()
attached = importlib.import_module("runlens").attach(**settings["attach"])
if settings["report"]:
    print(json.dumps(attached))
`;

/** Tells where the kernel runs, without setting anything. Settings: `ProbeSettings` of kernelSetup.ts. */
export const PROBE_PROGRAM = `
import json
import os

def proof():
    try:
        with open(settings["proof_file"], encoding="utf-8") as file:
            return file.read(100)
    except OSError:
        return None

print(json.dumps({"proof": proof()}))
`;

/** Reads what the editor has left for kernels that start, and does nothing where there is no editor any more. */
export const STARTUP_PROGRAM = `
import json
import os

def longest(connections):
    here = os.path.join(os.path.realpath(os.getcwd()), "")
    inside = [folder for folder in connections if here.startswith(os.path.join(os.path.realpath(folder), ""))]
    return connections[max(inside, key=len)] if inside else {}

try:
    with open(settings["file"], encoding="utf-8") as file:
        left = json.load(file)
    attach = {**longest(left["connections"]), **left["attach"]}
    given = {"package_path": left["package_path"], "package_sources": None, "attach": attach}
    if os.path.isdir(left["package_path"]):
        exec(left["program"], {"settings": {**given, "report": False}})
except Exception as error:
    if os.path.exists(settings["file"]):
        import sys
        print("MLflow: the kernel was not set up for Runlens. " + repr(error), file=sys.stderr)
`;
