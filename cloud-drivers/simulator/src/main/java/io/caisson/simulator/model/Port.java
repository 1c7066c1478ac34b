package io.caisson.simulator.model;

import java.util.List;

/** A place where something can be plugged into a network. */
public final class Port {
  private final Card card;
  private final String network;
  private String mac;
  private List<FixedAddress> addresses;
  private List<String> securityGroups;
  private List<AddressPair> allowedPairs = List.of();
  private boolean up = true;
  private boolean guarded = true;
  private String dnsName = "";
  private String vnicType = "normal";
  private Device device = Device.NONE;

  Port(Card card, String network, String mac, List<FixedAddress> addresses, List<String> groups) {
    this.card = card;
    this.network = network;
    this.mac = mac;
    this.addresses = List.copyOf(addresses);
    this.securityGroups = List.copyOf(groups);
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  public String network() {
    return network;
  }

  public String mac() {
    return mac;
  }

  public List<FixedAddress> addresses() {
    return addresses;
  }

  /** Ids. */
  public List<String> securityGroups() {
    return securityGroups;
  }

  public List<AddressPair> allowedPairs() {
    return allowedPairs;
  }

  public boolean adminUp() {
    return up;
  }

  /** Whether security groups act on it. */
  public boolean guarded() {
    return guarded;
  }

  public String dnsName() {
    return dnsName;
  }

  public String vnicType() {
    return vnicType;
  }

  public Device device() {
    return device;
  }

  /** Whether something on a host is plugged in. */
  public boolean bound() {
    return !device.host().isEmpty();
  }

  public boolean of(String deviceId) {
    return device.id().equals(deviceId);
  }

  void plug(Device into) {
    device = into;
  }

  void unplug() {
    device = Device.NONE;
  }

  void switchTo(boolean adminUp) {
    up = adminUp;
  }

  void guard(boolean on) {
    guarded = on;
  }

  void protectBy(List<String> groups) {
    securityGroups = List.copyOf(groups);
  }

  void allow(List<AddressPair> pairs) {
    allowedPairs = List.copyOf(pairs);
  }

  void answerTo(String hardwareAddress) {
    mac = hardwareAddress;
  }

  void readdress(List<FixedAddress> to) {
    addresses = List.copyOf(to);
  }

  void nameInDns(String name) {
    dnsName = name;
  }

  void beOfType(String type) {
    vnicType = type;
  }

  /**
   * What is plugged in.
   *
   * @param id empty if nothing is
   * @param owner such as {@code compute:nova}
   * @param host empty if it is on no host
   */
  public record Device(String id, String owner, String host) {
    static final Device NONE = new Device("", "", "");
  }

  /**
   * Another address that may be sent from here.
   *
   * @param address or a range of them
   * @param mac empty means the port's own
   */
  public record AddressPair(String address, String mac) {
    /** Whether this one is meant, or the range that it is in. */
    public boolean covers(String one) {
      return address.equals(one)
          || address.contains("/")
              && Cidr.address(one).filter(Cidr.parse(address)::contains).isPresent();
    }
  }
}
