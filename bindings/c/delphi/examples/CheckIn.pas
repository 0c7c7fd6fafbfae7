{ A counter: one card in a PC/SC reader, judged.

    CheckIn READER ANCHORS MRZ [--test-cards]

  READER is its name, ANCHORS a file with the certificates of the authorities you trust, MRZ a file with the three lines
  printed on the back of the card. Exit code 0: accepted; 1: refused; 2: could not be read. }
program CheckIn;

{$IFDEF FPC}
  {$MODE DELPHI}
{$ENDIF}
{$IFDEF MSWINDOWS}
  {$APPTYPE CONSOLE}
{$ENDIF}

uses
  SysUtils, Classes, DateUtils, DinhDanh, DinhDanhPcsc;

function Contents(const Path: string): TBytes;
var
  Source: TFileStream;
begin
  Source := TFileStream.Create(Path, fmOpenRead or fmShareDenyWrite);
  try
    Result := nil;
    SetLength(Result, Source.Size);
    Source.ReadBuffer(Result[0], Length(Result));
  finally
    Source.Free;
  end;
end;

function Text(const Bytes: TBytes): UTF8String;
begin
  SetString(Result, PAnsiChar(@Bytes[0]), Length(Bytes));
end;

{ The moment of this computer in Unix seconds. }
function UnixNow: Int64;
begin
{$IFDEF FPC}
  Result := DateTimeToUnix(LocalTimeToUniversal(Now));
{$ELSE}
  Result := DateTimeToUnix(TDateTime.NowUTC);
{$ENDIF}
end;

function Accepts(const Reader: UTF8String; Verifier: TVerifier; const Mrz: UTF8String): Boolean;
var
  Request: TReadRequest;
  Card: TPcscTransport;
  Session: TCardSession;
  Reading: TCardReading;
  Answer: TVerification;
  Citizen: TCitizen;
begin
  Card := nil;
  Session := nil;
  Reading := nil;
  Answer := nil;
  Citizen := nil;
  Request := TReadRequest.Create;
  try
    { What is printed on the card opens the chip. }
    Request.Mrz(Mrz);
    Session := TCardSession.Create(Request);
    Card := TPcscTransport.Create(Reader);
    Session.Run(Card);
    Reading := Session.Reading;
    Answer := Verifier.Verify(Reading, UnixNow);
    Citizen := Answer.Citizen;
    Result := Answer.MeetsPolicy;
    if Result then
      WriteLn('accepted ', Answer.Assurance)
    else
      WriteLn('REFUSED ', Answer.Assurance, sLineBreak, Answer.Refusals);
    WriteLn(Citizen.IdNumber, ' ', Citizen.FullName, ' ', Citizen.DateOfBirth);
    { Then show Answer.ExposePortrait and let a person compare. }
  finally
    Citizen.Free;
    Answer.Free;
    Reading.Free;
    Session.Free;
    Card.Free;
    Request.Free;
  end;
end;

var
  Verifier: TVerifier;
begin
  ExitCode := 2;
  if ParamCount < 3 then
  begin
    WriteLn('usage: CheckIn READER ANCHORS MRZ [--test-cards]');
    Exit;
  end;
  try
    { Once, when the program starts: whom to trust. }
    if ParamStr(4) = '--test-cards' then
      Verifier := TVerifier.TestCards
    else
      Verifier := TVerifier.CitizenCards;
    try
      Verifier.Load(Contents(ParamStr(2)));
      ExitCode := Ord(not Accepts(UTF8String(ParamStr(1)), Verifier, Text(Contents(ParamStr(3)))));
    finally
      Verifier.Free;
    end;
  except
    on Failed: EDinhDanh do
      WriteLn(Failed.MessageVi, ' [', Failed.Code, ']');
    on Gone: ETransport do
      WriteLn('no card in ', ParamStr(1));
  end;
end.
