/** What all of the service's APIs share: who calls, how bodies are read, how errors look. */
@NullMarked
package io.caisson.service.api.http;

import org.jspecify.annotations.NullMarked;
