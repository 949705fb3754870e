/** A module whose own code fails. */
function connect(): never {
  // The line that the user wants to see:
  throw new Error('no database');
}

export default connect();
