import type { TrackingStore } from '../../../store/trackingStore';
import type { RestClient } from '../restClient';
import { OneRegisteredModel, RegisteredModelPage } from '../schemas/models';
import { Nothing } from '../schemas/values';
import { get, searchByQuery, write } from './api';

type RegisteredModelMethods = Pick<
  TrackingStore,
  | 'searchRegisteredModels'
  | 'getRegisteredModel'
  | 'createRegisteredModel'
  | 'renameRegisteredModel'
  | 'updateRegisteredModel'
  | 'deleteRegisteredModel'
  | 'setRegisteredModelTag'
  | 'deleteRegisteredModelTag'
  | 'setAlias'
  | 'deleteAlias'
>;

/** `registered-models/…` */
export function registeredModelEndpoints(client: RestClient): RegisteredModelMethods {
  return {
    searchRegisteredModels: (query, signal) => {
      const request = searchByQuery('load registered models', 'registered-models/search', query);
      return client.json(request, RegisteredModelPage, signal);
    },
    getRegisteredModel: (name, signal) =>
      client.json(get('load the registered model', 'registered-models/get', { name }), OneRegisteredModel, signal),
    createRegisteredModel: (name, tags, description, signal) => {
      const body = { name, tags, description };
      const request = write('create the registered model', 'POST', 'registered-models/create', body);
      return client.json(request, OneRegisteredModel, signal);
    },
    renameRegisteredModel: (name, newName, signal) => {
      const body = { name, new_name: newName };
      const request = write('rename the registered model', 'POST', 'registered-models/rename', body);
      return client.json(request, Nothing, signal);
    },
    updateRegisteredModel: (name, description, signal) => {
      const body = { name, description };
      const request = write('change the description', 'PATCH', 'registered-models/update', body);
      return client.json(request, Nothing, signal);
    },
    deleteRegisteredModel: (name, signal) =>
      client.json(
        write('delete the registered model', 'DELETE', 'registered-models/delete', { name }),
        Nothing,
        signal,
      ),
    ...tagsAndAliases(client),
  };
}

function tagsAndAliases(
  client: RestClient,
): Pick<TrackingStore, 'setRegisteredModelTag' | 'deleteRegisteredModelTag' | 'setAlias' | 'deleteAlias'> {
  return {
    setRegisteredModelTag: (name, tag, signal) => {
      const request = write('set the tag', 'POST', 'registered-models/set-tag', { name, ...tag }, 'upsert');
      return client.json(request, Nothing, signal);
    },
    deleteRegisteredModelTag: (name, key, signal) =>
      client.json(write('delete the tag', 'DELETE', 'registered-models/delete-tag', { name, key }), Nothing, signal),
    setAlias: (name, alias, version, signal) => {
      const body = { name, alias, version };
      return client.json(write('set the alias', 'POST', 'registered-models/alias', body, 'upsert'), Nothing, signal);
    },
    deleteAlias: (name, alias, signal) =>
      client.json(write('remove the alias', 'DELETE', 'registered-models/alias', { name, alias }), Nothing, signal),
  };
}
