/** What the commands about connections do, as one chunk that is loaded with the first of them. */
export { confirmServer } from './confirmServer';
export { showProblem } from './connectionProblem';
export { editAddress, removeConnection, setMlflowWorkspace } from './editConnection';
export { addConnection } from './newConnection';
export { openLocalStore } from './openLocalStore';
export { setCustomHeader, signIn, signOut, useToken } from './signIn';
export { switchConnection } from './switchConnection';
