package io.caisson.spi.cloud;

/**
 * What a port may be asked for beyond its place; {@link #USUAL} asks for nothing.
 *
 * @param vnic how the guest meets the wire
 */
public record PortTraits(Vnic vnic) {
  /** A virtual switch. */
  public static final PortTraits USUAL = new PortTraits(Vnic.NORMAL);

  public PortTraits with(Vnic other) {
    return new PortTraits(other);
  }

  /** Neutron's {@code binding:vnic_type}, as far as servers of a cluster need it. */
  public enum Vnic {
    NORMAL,
    /** A virtual function of the host's network card (SR-IOV); needs a host that has one free. */
    DIRECT,
    MACVTAP,
    /** A kind that this version does not know; never ordered. */
    OTHER
  }
}
