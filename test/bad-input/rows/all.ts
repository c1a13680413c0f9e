import { environments } from './environments';
import { gitHub } from './github';
import { javaScript } from './javascript';
import { prefixes, serviceNames } from './names';
import { operators } from './operators';
import { places } from './places';
import { relations } from './relations';
import { resources } from './resources';
import { sizes } from './sizes';
import { templates } from './templates';
import { texts, tokens } from './texts';
import { trust } from './trust';
import { weakened } from './weakened';
import type { Row } from '../row';

/** Every mistake of this folder, by what it is about. */
export const areas: readonly (readonly [string, readonly Row[]])[] = [
  ['the name of a service', serviceNames],
  ['the prefix of a fleet', prefixes],
  ['a repository', gitHub],
  ['trust:', trust],
  ['a weakened trust:', weakened],
  ['a place', places],
  ['an environment:', environments],
  ['a size', sizes],
  ['a resource:', resources],
  ['an operator:', operators],
  ['a text', texts],
  ['a token', tokens],
  ['a relation:', relations],
  ['a template:', templates],
  ['a caller without types:', javaScript],
];
