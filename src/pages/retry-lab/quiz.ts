/** The quiz: the answer is hidden until somebody has said what it will be. */
import type { LabInput } from '../../lab/lab-input';
import { type QuizQuestion, quizQuestion } from '../../lab/lab-quiz';
import { byId, h } from '../shared/dom';

export class Quiz {
  #number = 1;
  #right = 0;
  #asked = 0;
  #question: QuizQuestion | undefined;
  #chosen: number | undefined;

  constructor(
    private readonly ask: (input: LabInput) => void,
    private readonly again: () => void,
  ) {}

  get isOn(): boolean {
    return this.#question !== undefined;
  }

  toggle(): void {
    if (this.isOn) {
      this.#question = undefined;
      this.again();
    } else this.#next();
  }

  #next(): void {
    this.#question = quizQuestion(String(this.#number++));
    this.#chosen = undefined;
    this.ask(this.#question.input);
  }

  #choose(index: number): void {
    if (this.#chosen !== undefined) return;
    this.#chosen = index;
    this.#asked++;
    if (index === this.#question!.answer) this.#right++;
    this.again();
    byId('quiz-next').focus();
  }

  show(): void {
    const question = this.#question;
    const isOpen = question !== undefined && this.#chosen === undefined;
    byId('question').hidden = !question;
    byId('answer').hidden = isOpen;
    byId('quiz').setAttribute('aria-pressed', String(this.isOn));
    if (!question) return;
    const choices = question.choices.map(({ text }, index) => {
      const isRight = !isOpen && index === question.answer;
      const isWrong = !isOpen && index === this.#chosen && !isRight;
      const mark = isRight ? ' ✓' : isWrong ? ' ✗' : '';
      return h(
        'button',
        {
          type: 'button',
          class: isRight ? 'right' : isWrong ? 'wrong' : undefined,
          disabled: !isOpen && !isRight && !isWrong,
          onclick: () => this.#choose(index),
        },
        `${text}${mark}`,
      );
    });
    byId('quiz-body').replaceChildren(
      h('p', {}, 'Look at attempts, timeouts and policy beside this. What does the workflow see in the end?'),
      h('div', { class: 'choices' }, ...choices),
      ...(isOpen ? [] : [this.#verdict(question)]),
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          { type: 'button', id: 'quiz-next', onclick: () => this.#next() },
          isOpen ? 'Another question' : 'Next question',
        ),
        h('span', { class: 'soft' }, `${this.#right} right of ${this.#asked}`),
      ),
    );
  }

  #verdict({ choices, answer, reason }: QuizQuestion): HTMLElement {
    const chosen = choices[this.#chosen!]!;
    const isRight = this.#chosen === answer;
    const said = isRight ? 'Right.' : `Not so: that would be true if ${chosen.belief}.`;
    return h('p', { role: 'status' }, h('span', { class: 'verdict' }, said), ` ${reason}`);
  }
}
