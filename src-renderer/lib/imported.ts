import { RESOURCE_KIND, type SourceInfo } from '@contract/model'

/** Sources that came without an instrument: imported series, and numbers that scripts pushed. */
export const isImported = ({ kind }: Pick<SourceInfo, 'kind'>): boolean => kind === 'collectd' || kind === RESOURCE_KIND
