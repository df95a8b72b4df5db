import { type Actions, createActions } from './actions'
import { type Stores, useStores } from './stores'

const made = new WeakMap<Stores, Actions>()

/** The actions of this window's stores, one set for each. */
export function useActions(): Actions {
  const stores = useStores()
  const actions = made.get(stores) ?? createActions(stores)
  made.set(stores, actions)
  return actions
}
