// Which learning rate is shown: the viewer's word goes before Python's echo of it. DOM-free.

/** Between two messages to Python while the viewer drags. */
export const MILLISECONDS_BETWEEN_MESSAGES = 150;

/**
 * How long a message has to wait.
 * @param {number} now milliseconds
 * @param {number} lastSent when the message before was sent; −∞ if none was
 * @returns {number} milliseconds, 0: it may go at once
 */
export const waitingTime = (now, lastSent) => Math.max(0, lastSent + MILLISECONDS_BETWEEN_MESSAGES - now);

/** The rate shown, what Python was told of it, and what Python has said last. */
export class Selection {
  shown = 0;
  /** Sent to Python and not yet come back, oldest first. */
  unanswered = [];
  /** What Python knows: the last that was sent, or that came from there. */
  told = 0;
  asked = null;

  /** Another sweep: start over with what Python asks for. */
  restart(asked) {
    this.shown = asked;
    this.told = asked;
    this.asked = asked;
    this.unanswered = [];
  }

  /**
   * Python has sent a block of the same sweep.
   * @param {number} asked the rate it asks for
   * @returns {boolean} whether another rate is shown now
   */
  answer(asked) {
    const changed = asked !== this.asked;
    this.asked = asked;
    const echo = this.unanswered.indexOf(asked);
    if (echo >= 0) {
      // Python may skip messages when they come fast: an answer to one settles all before it.
      this.unanswered.splice(0, echo + 1);
      return false;
    }
    if (!changed || asked === this.told) return false;
    this.restart(asked);
    return true;
  }

  /** @returns {boolean} whether Python has yet to be told what is shown */
  get pending() {
    return this.shown !== this.told;
  }

  /** What is shown has just been sent to Python. */
  sent() {
    this.told = this.shown;
    this.unanswered.push(this.shown);
  }
}
