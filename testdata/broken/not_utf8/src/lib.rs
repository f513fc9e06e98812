mod latin1;
