package io.caisson.domain.cluster;

/** What a person or a rule has set on a machine; the planner acts on it, never on an operation. */
public enum Mark {
  /** It is to leave; if its group then has fewer machines than desired, another one is made. */
  REPLACE,
  /** Another machine takes its place first; then it leaves, as one does that is outdated. */
  RENEW,
  /** Its pods leave it and no new ones come, and it stays; the end of the mark lets them come. */
  DRAIN,
  /** Its pods leave it, its server is made anew as its group's are now, and it joins again. */
  REBUILD,
  /** It does not leave by anybody's choice among machines, only by its own name. */
  PROTECT
}
