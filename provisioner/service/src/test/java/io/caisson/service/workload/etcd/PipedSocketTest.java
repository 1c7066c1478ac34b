package io.caisson.service.workload.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class PipedSocketTest {
  private final SSLSocketFactory tls = SSLContext.getDefault().getSocketFactory();

  PipedSocketTest() throws NoSuchAlgorithmException {}

  @Test
  void aConnectionThatEndsIsSaidToHaveEnded() {
    assertThatIOException()
        .isThrownBy(() -> handshake(InputStream.nullInputStream()))
        .withMessageContaining("terminated the handshake");
  }

  @Test
  void eachDirectionCanBeShut() throws IOException {
    AtomicInteger shut = new AtomicInteger();
    PipedSocket socket =
        new PipedSocket(
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public void close() {
                shut.incrementAndGet();
              }
            },
            new FilterOutputStream(OutputStream.nullOutputStream()) {
              @Override
              public void close() {
                shut.incrementAndGet();
              }
            });

    socket.shutdownOutput();
    socket.shutdownInput();

    assertThat(shut).hasValue(2);
  }

  private void handshake(InputStream in) throws IOException {
    PipedSocket socket = new PipedSocket(in, OutputStream.nullOutputStream());
    try (SSLSocket secured = (SSLSocket) tls.createSocket(socket, "etcd", 2379, true)) {
      secured.startHandshake();
    }
  }

  @Test
  void aClosedOneIsNotToBeUsed() throws IOException {
    PipedSocket socket =
        new PipedSocket(InputStream.nullInputStream(), OutputStream.nullOutputStream());

    socket.close();

    assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getInputStream);
  }
}
