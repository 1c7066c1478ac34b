package io.caisson.service.workload.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A connection whose bytes go by somebody else's streams. It is connected as soon as it is made;
 * who reads from it waits until it is closed.
 */
public final class PipedSocket extends Socket {
  private final InputStream in;
  private final OutputStream out;
  private volatile boolean closed;

  public PipedSocket(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    open();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    open();
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    open();
    return out;
  }

  private void open() throws SocketException {
    if (closed) {
      throw new SocketException("closed");
    }
  }

  /** Whoever reads or writes is woken. */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      in.close();
    } finally {
      out.close();
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    in.close();
  }

  @Override
  public void shutdownOutput() throws IOException {
    out.close();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  /** Has no effect: whoever waits too long is to close it. */
  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  /** Has no effect: nothing is held back. */
  @Override
  public void setTcpNoDelay(boolean on) {}
}
