mod half;
