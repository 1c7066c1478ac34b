package io.caisson.simulator.model;

/**
 * Addresses that a subnet gives out.
 *
 * @param first as a number, included
 * @param last as a number, included
 */
public record AddressRange(long first, long last) {
  public AddressRange {
    if (first > last) {
      throw new IllegalArgumentException("an address range ends before it starts");
    }
  }

  boolean contains(long address) {
    return address >= first && address <= last;
  }
}
