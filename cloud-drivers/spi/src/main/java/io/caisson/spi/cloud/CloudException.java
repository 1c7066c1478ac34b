package io.caisson.spi.cloud;

/** Carries a {@link CloudFault} out of a port. Ports throw nothing else on purpose. */
public final class CloudException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient CloudFault fault;

  public CloudException(CloudFault fault) {
    super(fault.getClass().getSimpleName() + ": " + fault.text());
    this.fault = fault;
  }

  public CloudException(CloudFault fault, Throwable cause) {
    super(fault.getClass().getSimpleName() + ": " + fault.text(), cause);
    this.fault = fault;
  }

  public CloudFault fault() {
    return fault;
  }
}
