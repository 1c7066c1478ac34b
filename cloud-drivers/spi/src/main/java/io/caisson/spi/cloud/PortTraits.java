package io.caisson.spi.cloud;

import java.util.List;

/**
 * What a port may be asked for beyond its place; {@link #USUAL} asks for nothing.
 *
 * @param vnic how the guest meets the wire
 * @param allowedAddresses what the server on it may answer for beside its own address: addresses
 *     that several servers answer for in turn (Neutron's {@code allowed_address_pairs})
 */
public record PortTraits(Vnic vnic, List<String> allowedAddresses) {
  /** A virtual switch. */
  public static final PortTraits USUAL = new PortTraits(Vnic.NORMAL, List.of());

  public PortTraits {
    allowedAddresses = List.copyOf(allowedAddresses);
  }

  public PortTraits with(Vnic other) {
    return new PortTraits(other, allowedAddresses);
  }

  public PortTraits allowing(List<String> addresses) {
    return new PortTraits(vnic, addresses);
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
