import { fact, literal, sameBut } from './cel';
import { deploymentPolicy, KEEPS_DEPLOYMENT, ownersStay } from './deployments';
import { FACTS, FIRST_IMAGE } from '../../../lib/plan/namespace-facts';

const LISTS = ['containers', 'initContainers'];

const listOf = (object: string, list: string): string => `${object}.spec.template.spec.?${list}.orValue([])`;

/** The same containers in the same order, each with all it had but its image. */
function keepsContainers(list: string): string {
  const [after, before] = [listOf('object', list), listOf('oldObject', list)];
  return `${after}.map(c, c.name) == ${before}.map(c, c.name) && ${after}.all(c, ${before}.exists(o, o.name == c.name && ${sameBut('c', 'o', ['image'])}))`;
}

/** Only what comes from the service's own repository is released, and only by what cannot be moved. */
function keepsImages(list: string): string {
  const isOwn = ['@', ':'].map((mark) => `o.?image.orValue('').startsWith(variables.repository + '${mark}')`).join(' || ');
  const isReleased = "c.?image.orValue('').startsWith(variables.repository + '@sha256:') && c.image.substring((variables.repository + '@sha256:').size()).matches('^[0-9a-f]{64}$')";
  return `${listOf('object', list)}.all(c, ${listOf('oldObject', list)}.exists(o, o.name == c.name && (o.?image == c.?image || (variables.repository != '' && (${isOwn}) && ${isReleased}))))`;
}

/** A release changes the image of its own Deployment to a digest of its own repository; and it may restart. */
const policy = deploymentPolicy('release', {
  ...KEEPS_DEPLOYMENT,
  'of the pods nothing but images may change': [sameBut('object.spec.template.spec', 'oldObject.spec.template.spec', LISTS), ...LISTS.map(keepsContainers)].join(' && '),
  "an image of the service's own repository may become another one of it, by digest": LISTS.map(keepsImages).join(' && '),
  ...ownersStay(`m.manager == ${literal(FIRST_IMAGE)}`),
});

export const releaseOnly = { ...policy, variables: { ...policy.variables, repository: fact(FACTS.imageRepository) } };
