/**
 * The Python programs that the editor runs in notebook kernels. They are constant texts: what differs from kernel to kernel
 * reaches them as data, see {@link pythonCall}. Python 3.9 and later.
 */

/** Makes `runlens` importable, and attaches it. Settings: `SetupSettings` of kernelSetup.ts. */
export const SETUP_PROGRAM = `
import importlib
import importlib.abc
import importlib.util
import json
import os
import sys

# A folder named runlens in the notebook's directory is found too, as a package without an origin.
def installed():
    spec = None if "runlens" in sys.modules else importlib.util.find_spec("runlens")
    return "runlens" in sys.modules or (spec is not None and spec.origin is not None)

class EditorSources(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def __init__(self, files):
        self.files = files

    def path_of(self, name):
        base = name.replace(".", "/")
        return next((path for path in (base + "/__init__.py", base + ".py") if path in self.files), None)

    def find_spec(self, name, path=None, target=None):
        found = self.path_of(name)
        return found and importlib.util.spec_from_loader(name, self, origin="<editor>/" + found)

    def is_package(self, name):
        return (self.path_of(name) or "").endswith("/__init__.py")

    def get_source(self, name):
        return self.files.get(self.path_of(name))

def make_importable():
    path = settings["package_path"]
    if installed():
        return
    if path and os.path.isfile(os.path.join(path, "runlens", "__init__.py")):
        sys.path.append(path)
    elif settings["package_sources"]:
        sys.meta_path.insert(0, EditorSources(settings["package_sources"]))
    importlib.invalidate_caches()

make_importable()
attached = importlib.import_module("runlens").attach(**settings["attach"])
# Certificates are for the server that was set, and leave what the person chose as it is.
if attached["tracking_uri"] == settings["attach"].get("tracking_uri"):
    for name, value in settings["environment"].items():
        os.environ.setdefault(name, value)
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
