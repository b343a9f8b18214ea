/** What users may implement. */
package dev.memoize.spi;
