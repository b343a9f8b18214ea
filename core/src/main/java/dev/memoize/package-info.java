/** What users write: the annotations, the handles of memos and their builders. */
package dev.memoize;
