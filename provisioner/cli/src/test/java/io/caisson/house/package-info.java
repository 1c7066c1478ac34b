/** The rules of the house: how every file of the repository looks, and who may know whom. */
@NullMarked
package io.caisson.house;

import org.jspecify.annotations.NullMarked;
