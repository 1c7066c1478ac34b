package io.caisson.contract.cloud;

/** Who can set limits and spoil things on purpose. Speaks to the cloud directly. */
public interface Administrator {
  /** Id of a flavor that no host has room for; made once, removed with the environment. */
  String giantFlavor();

  /** Name of the host that the server is on. */
  String hostOf(String serverId);

  /** The administrator's own credential, for what only administrators may do. */
  Access access();

  /** A fresh project with an ordinary member of its own; the caller closes it. */
  Tenancy tenancy();

  /** A project with limits; closing removes it and its member. */
  interface Tenancy extends AutoCloseable {
    Access member();

    /** Id of a network of the project's own, with a subnet. */
    String network();

    /**
     * Sets a quota.
     *
     * @param resource named as in {@link io.caisson.spi.cloud.Facts.QuotaFact}
     */
    void limit(String resource, long limit);

    @Override
    void close();
  }
}
