package io.caisson.contract.cloud;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.identity.Identity;

/** Makes the ports under test. */
public interface Adapter {
  /** Connects; whether it signs in now or with the first call is its own affair. */
  Cloud cloud(Access access, Tuning tuning);

  /** The identity service, with this access as the service's own credential. */
  Identity identity(Access access, Tuning tuning);
}
